"""Documents made from the declarations: what is written by hand stays, what can be derived is derived."""
