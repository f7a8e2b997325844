# Set-up shared by scripts/demo, scripts/test and scripts/bench: what is missing comes from apt, kernel modules are
# loaded where the kernel has them as modules, and the distribution is built when it is out of date.
# Idempotent; with nothing missing it calls neither apt nor Maven. Sourced, not run.
# shellcheck shell=bash

mignet_root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
distribution=$mignet_root/apache-fixtures/target/mignet
PATH=$PATH:/usr/sbin:/sbin # where a plain `su` leaves them out
export PATH

# shellcheck source=scripts/lib/java.sh
. "$mignet_root/scripts/lib/java.sh"
# shellcheck source=scripts/lib/class-archive.sh
. "$mignet_root/scripts/lib/class-archive.sh"

say() { printf 'mignet: %s\n' "$*" >&2; }

require_root() { # COMMAND-AS-TYPED
  [ "$(id -u)" -eq 0 ] && return 0
  say "$1 needs root (it makes network namespaces): run it with sudo"
  exit 1
}

# Maven runs as root and uses root's ~/.m2, so that nothing of root's lands in the invoking user's home. What it and the
# demonstration write inside the repository is handed back to the user who called sudo.
hand_back_on_exit() {
  trap 'hand_back "$mignet_root"/target "$mignet_root"/*/target' EXIT
}

hand_back() { # PATH...
  local path
  [ -n "${SUDO_UID:-}" ] || return 0
  for path in "$@"; do
    [ ! -e "$path" ] || chown -R --no-dereference "$SUDO_UID:${SUDO_GID:-$SUDO_UID}" "$path"
  done
}

# Prints the package of every tool that is missing. Apache comes from apache2-bin: the package `apache2` would start a
# service. Of the packages named here only those in leave_services_disabled have a unit that is enabled by its installation.
missing_packages() { # TOOL...
  local tool
  for tool in "$@"; do
    case $tool in
      javac) find_java_home javac || jdk_package ;;
      apache) command -v apache2 >/dev/null || command -v httpd >/dev/null || echo apache2-bin ;;
      mvn) command -v mvn >/dev/null || echo maven ;;
      ip) command -v ip >/dev/null || echo iproute2 ;;
      iptables-restore) command -v iptables-restore >/dev/null || echo iptables ;;
      dumpcap) command -v dumpcap >/dev/null || echo wireshark-common ;;
      modprobe) [ ! -d "/lib/modules/$(uname -r)" ] || command -v modprobe >/dev/null || echo kmod ;;
      depmod) command -v depmod >/dev/null || echo kmod ;;
      ps) command -v ps >/dev/null || echo procps ;;
      qemu-system-x86_64) command -v "$tool" >/dev/null || echo qemu-system-x86 ;;
      busybox) busybox_is_static || echo busybox-static ;;
      ab) command -v ab >/dev/null || echo apache2-utils ;;
      mn) command -v mn >/dev/null || echo mininet ;;
      brctl) command -v brctl >/dev/null || echo bridge-utils ;;
      cc) command -v cc >/dev/null || echo gcc libc6-dev ;;
      libnetfilter_queue) [ -e /usr/include/libnetfilter_queue/libnetfilter_queue.h ] || echo libnetfilter-queue-dev ;;
      mkfs.ext4) command -v mkfs.ext4 >/dev/null || echo e2fsprogs ;;
      *) command -v "$tool" >/dev/null || echo "$tool" ;;
    esac
  done
}

# One that needs libraries would not run in an initramfs.
busybox_is_static() {
  command -v busybox >/dev/null && ! grep -q '/ld-linux' "$(command -v busybox)"
}

jdk_package() {
  local package
  for package in openjdk-17-jdk-headless openjdk-21-jdk-headless; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      echo "$package"
      return
    fi
  done
  echo default-jdk-headless
}

install_missing() { # TOOL...
  local packages
  mapfile -t packages < <(missing_packages "$@")
  [ "${#packages[@]}" -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    say "missing: ${packages[*]} (names of Debian's packages); there is no apt-get here, install them yourself"
    exit 1
  fi
  say "installing by apt: ${packages[*]}"
  apt_quietly update || return
  mapfile -t packages < <(missing_packages "$@") # again: which JDK there is only the fresh lists tell
  without_starting_services apt_quietly install --yes --no-install-recommends "${packages[@]}" || return
  leave_services_disabled "${packages[@]}"
}

# What has just been installed for its program alone is not to start as a service at the machine's next start either.
leave_services_disabled() { # PACKAGE...
  local package
  command -v systemctl >/dev/null || return 0
  for package in "$@"; do
    case $package in haproxy | nginx) systemctl -q disable "$package.service" || say "could not disable $package.service" ;; esac
  done
}

# As install_missing, but goes on without: `mignet demo` has a stand-in for Apache and says so, and a benchmark leaves out
# what it cannot compare with.
install_if_possible() { # TOOL...
  (install_missing "$@") || say "going on without: $*"
}

apt_quietly() {
  local log
  log=$(mktemp)
  # NEEDRESTART_SUSPEND: Ubuntu's needrestart would restart services of the machine.
  if ! DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    say "apt-get $1 failed"
    return 1
  fi
  rm -f "$log"
}

# Debian's own way to install without starting anything: policy-rc.d answers 101, "forbidden".
without_starting_services() { # COMMAND...
  local policy=/usr/sbin/policy-rc.d result=0
  if [ -e "$policy" ]; then # an administrator's or a container's own rule stays
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  "$@" || result=$?
  rm -f "$policy"
  return "$result"
}

# Best effort and silent: most kernels load these by themselves, many have them built in; `mignet doctor` tells.
load_modules() {
  modprobe -a -q nfnetlink_queue nfnetlink_log nf_conntrack_netlink tun veth bridge sch_tbf cls_bpf act_bpf \
    tcp_diag inet_diag xt_NFQUEUE xt_NFLOG xt_connmark xt_mark xt_conntrack xt_CT xt_u32 xt_bpf xt_socket xt_set ip_set_hash_ipport xt_dscp xt_DSCP \
    sch_netem loop 2>/dev/null || true
}

build_is_current() {
  [ -e "$distribution/built" ] &&
    [ -z "$(find "$mignet_root"/pom.xml "$mignet_root"/.mvn "$mignet_root"/*/pom.xml "$mignet_root"/*/src/main \
      -newer "$distribution/built" -print -quit)" ]
}

maven() { # ARGUMENT...
  find_java_home javac
  (cd "$mignet_root" && JAVA_HOME=$java_home mvn -B "$@" </dev/null)
}

build() {
  build_is_current && return 0
  say "building"
  maven -q -DskipTests -Dspotless.check.skip=true package
  make_class_archive "$mignet_root"
  touch "$distribution/built"
}
