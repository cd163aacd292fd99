"""What happens between the door and the discharge: queues, treatment, referral, beds, outcomes, learning."""
