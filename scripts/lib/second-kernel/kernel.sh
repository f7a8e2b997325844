# Gets Debian's kernel for scripts/second-kernel and makes its initramfs. Nothing is installed: the package is unpacked
# into a cache. Sourced; expects scripts/lib/setup.sh.
# shellcheck shell=bash

# What the initramfs needs to reach the machine's files; the rest is loaded from the root. crc32c_generic: ext4 asks the
# kernel for it by a name that shows no dependency.
boot_modules=(virtio_pci virtio_blk virtio_console 9pnet_virtio 9p crc32c_generic ext4 overlay)

kernel_cache() {
  printf '%s\n' "${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/mignet/second-kernel"
}

# The package that Debian's metapackage for this architecture stands for.
stock_kernel_package() {
  apt-cache depends --important linux-image-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -n 1
}

# Prints the folder with the unpacked package; downloads it where the cache has none.
unpacked_kernel() { # PACKAGE
  local folder work result=0
  folder=$(kernel_cache)/$1
  if [ ! -e "$folder/complete" ]; then
    say "downloading $1 (some 70 MB) into $folder"
    work=$(mktemp -d) || return
    { (cd "$work" && download_package "$1") && unpack_kernel "$work"/*.deb "$folder"; } || result=$?
    rm -rf "$work"
  fi
  [ "$result" -ne 0 ] || printf '%s\n' "$folder"
  return "$result"
}

download_package() { # PACKAGE
  apt_quietly download -o APT::Sandbox::User=root "$1" && return
  apt_quietly update && apt_quietly download -o APT::Sandbox::User=root "$1"
}

unpack_kernel() { # DEB FOLDER
  rm -rf "$2"
  mkdir -p "$2"
  dpkg -x "$1" "$2" || return
  [ -e "$2/lib" ] || ln -s usr/lib "$2/lib"
  depmod -b "$2" "$(kernel_release "$2")" || return
  touch "$2/complete"
}

kernel_release() { # FOLDER
  basename "$1"/lib/modules/*
}

# busybox, the modules to start with, and what this run is about.
make_initramfs() { # KERNEL-FOLDER RUN-FOLDER
  local root=$2/initramfs release module
  release=$(kernel_release "$1")
  mkdir -p "$root"/{bin,dev,proc,sys,lower,scratch,root,modules} || return
  cp "$(command -v busybox)" "$root/bin/busybox"
  cp "${mignet_root:?}/scripts/lib/second-kernel/init" "$root/init"
  cp "$2/command" "$2/parameters" "$root"
  chmod 755 "$root/init"
  modprobe -d "$1" -S "$release" -a --show-depends "${boot_modules[@]}" |
    sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' >"$2/modules" || return
  while read -r module; do
    cp "$module" "$root/modules" || return
    basename "$module" >>"$root/modules/order"
  done <"$2/modules"
  (cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$2/initramfs.gz"
}
