#!/usr/bin/env bash
# Lập và soát các tệp bí mật của deploy/compose.yaml / makes and checks the secrets of compose.yaml.
#
#   deploy/secrets.sh [THƯ_MỤC]      mặc định / default: secrets beside this script
#
# What is there stays; what is missing is made with passwords of its own, for its owner only (0600).
set -euo pipefail
umask 077
folder=${1:-$(cd "$(dirname "$0")" && pwd)/secrets}
mkdir -p "$folder"
chmod 700 "$folder"

password() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
make() { # FILE: stdin becomes it where it is not there yet
	if [ -e "$folder/$1" ]; then cat >/dev/null; else cat >"$folder/$1"; echo "Đã lập $folder/$1"; fi
}

database=$(password)
make database.env <<<"POSTGRES_PASSWORD=$database"
database=$(sed -n 's/^POSTGRES_PASSWORD=//p' "$folder/database.env")
make dondoc.env <<<"DONDOC_DATABASE=postgresql://dondoc:$database@database/dondoc"
make https.env <<'ENV'
DONDOC_HOST=dondoc.example.invalid
DONDOC_PAGE_USER=vanphong
DONDOC_PAGE_HASH=
ENV

wrong=0
for file in database.env dondoc.env https.env; do
	mode=$(stat -c %a "$folder/$file")
	if [ "$mode" != 600 ]; then
		echo "$folder/$file: người khác đọc được (quyền $mode); chạy: chmod 600 $folder/$file" >&2
		wrong=1
	fi
done
if ! grep -q '^DONDOC_PAGE_HASH=.' "$folder/https.env"; then
	echo "$folder/https.env: chưa có DONDOC_PAGE_HASH và tên máy; tạo mã băm bằng: caddy hash-password" >&2
	wrong=1
fi
exit $wrong
