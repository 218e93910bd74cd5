#!/bin/sh
# Question 1: which shell is it?
set -eu
for f in "${T}" "${HOME}"; do
  case "$f" in
    a) echo "A. one" ;;
    b) echo "B. two" ;;
  esac
done
awk '$1 ~ "x" { n += $2 } END { print n }' file | sed 's/{}//'
