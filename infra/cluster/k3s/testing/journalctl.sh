#!/bin/sh
# Stands in for journalctl: k3s said something, and the secrets that it was given.
for file in /etc/rancher/k3s/*token; do echo "k3s was started with $(cat "$file"), and ended"; done
