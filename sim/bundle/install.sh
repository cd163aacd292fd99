#!/bin/sh
# Install CountyCare from the folder of this script, without network: bash install.sh [DIR]
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
into=${1:-$HOME/countycare}
case $into in /*) ;; *) into=$PWD/$into ;; esac

refuse() {
	printf '%s\n%s\n' "$1" "$2" >&2
	exit 1
}

wanted() { sed -n "s/^$1=//p" "$here/made-for"; }

[ -f "$here/made-for" ] || refuse \
	"the bundle is not whole: unpack the archive again and run the install.sh in its folder" \
	"安装包不完整：请重新解压，并运行解压后文件夹中的 install.sh"
version=$(wanted python) least=$(wanted least) system=$(wanted system) machine=$(wanted machine) libc=$(wanted libc)

[ "$(uname -s) $(uname -m)" = "$system $machine" ] || refuse \
	"this bundle is for $system on $machine and this machine is $(uname -s) on $(uname -m): make a bundle on a machine like this one" \
	"本安装包适用于 $system（$machine），而本机为 $(uname -s)（$(uname -m)）：请在同类机器上制作安装包"

python=
for one in "python$version" python3; do
	if "$one" -c 'import sys
number = lambda text: [int(one) for one in text.split(".")]
same, least = map(number, sys.argv[1:])
sys.exit(list(sys.version_info[:2]) != same or list(sys.version_info[:3]) < least)' "$version" "$least" 2>/dev/null; then
		python=$one
		break
	fi
done
[ -n "$python" ] || refuse \
	"this bundle needs Python $version (at least $least) and this machine has $(python3 --version 2>/dev/null || echo none): install that, or make a bundle with the Python of this machine" \
	"本安装包需要 Python $version（不低于 $least），而本机为 $(python3 --version 2>/dev/null || echo 未安装)：请安装该版本，或用本机的 Python 制作安装包"
"$python" -c 'import venv, ensurepip' 2>/dev/null || refuse \
	"$python has no venv module: on Debian or Ubuntu install the package python$version-venv, from the system's disc or mirror" \
	"$python 缺少 venv 模块：Debian/Ubuntu 请从系统光盘或本地镜像安装软件包 python$version-venv"
if [ -n "$libc" ]; then
	"$python" -c 'import platform, sys
number = lambda text: [int(one) for one in text.split(".")]
name, found = platform.libc_ver()
sys.exit(name == "glibc" and number(found) < number(sys.argv[1]))' "$libc" || refuse \
		"this bundle needs a system with glibc $libc or newer and this one is older: take a newer system, such as Debian 12 or Ubuntu 24.04" \
		"本安装包要求系统的 glibc 不低于 $libc，本机系统较旧：请换用较新的系统，如 Debian 12 或 Ubuntu 24.04"
fi

damaged=$("$python" -c 'import hashlib, pathlib, sys
here = pathlib.Path(sys.argv[1])
for line in (here / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
    wanted, name = line.split("  ", 1)
    file = here / name
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
        print(name)
        break' "$here" 2>/dev/null || echo SHA256SUMS)
[ -z "$damaged" ] || refuse \
	"a file of the bundle is damaged or missing ($damaged): copy and unpack the archive again" \
	"安装包中有文件损坏或缺失（$damaged）：请重新复制并解压"

[ ! -e "$into" ] || { [ -d "$into" ] && [ -z "$(ls -A "$into")" ]; } || refuse \
	"$into is there already and not empty: give another folder (bash install.sh DIR), or remove it first" \
	"$into 已存在且非空：请另给一个文件夹（bash install.sh 文件夹），或先将其删除"

echo "Installing into $into; this takes a minute or two. 正在安装到 $into，约一两分钟。"
trap 'rm -rf "$into"
refuse "the installation was broken off, see above; nothing of it is left" \
	"安装未完成，原因见上；未留下任何内容"' EXIT
trap 'exit 1' INT TERM HUP
"$python" -m venv "$into"
PIP_CONFIG_FILE=/dev/null "$into/bin/python" -I -m pip --isolated --disable-pip-version-check install --quiet \
	--no-index --find-links "$here/wheels" "countycare[fast,offline]==$(wanted version)"
cp -R "$here/documents" "$into/documents"

# What is compiled at the first run is compiled now, and whoever installs sees that it works here.
"$into/bin/countycare" run beidaihe-2024 --sample 0.001 --out "$into/first-run" >/dev/null
rm -rf "$into/first-run"
"$into/bin/python" -I -c 'from sim.ui.offline import check; check()'
trap - EXIT

command=$into/bin/countycare
link=$HOME/.local/bin/countycare
if [ ! -e "$link" ] || [ -L "$link" ]; then
	mkdir -p "$HOME/.local/bin" && ln -sf "$command" "$link"
	[ "$(command -v countycare || true)" != "$link" ] || command=countycare
fi
echo "Installed and tried. Open the workbench with: $command ui"
echo "已安装并试运行成功。打开工作台：$command ui"
