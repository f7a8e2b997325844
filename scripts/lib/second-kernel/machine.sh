# The emulated machine of scripts/second-kernel. Sourced; expects scripts/lib/setup.sh.
# shellcheck shell=bash

# Seconds that a kernel has to reach its first process before KVM counts as not working.
kvm_patience=20

# Prints how to run the machine: kvm where it works, else tcg, which emulates every instruction. There are machines
# whose /dev/kvm opens and whose guests then hang, so it is tried: once, until the machine is started again.
accelerator() { # KERNEL-FOLDER RUN-FOLDER
  local tried boot
  [ -w /dev/kvm ] || { echo tcg; return; }
  tried=$(kernel_cache)/kvm
  boot=$(</proc/sys/kernel/random/boot_id)
  if ! grep -qs "^$boot " "$tried"; then
    say "trying KVM for $kvm_patience s at most"
    if kvm_works "$@"; then echo "$boot kvm"; else echo "$boot tcg"; fi >"$tried"
  fi
  cut -d ' ' -f 2 "$tried"
}

# Whether a kernel with nothing but busybox starts, and ends, in good time.
kvm_works() { # KERNEL-FOLDER RUN-FOLDER
  local root=$2/kvm
  mkdir -p "$root/bin" || return
  cp "$(command -v busybox)" "$root/bin/busybox"
  printf '#!/bin/busybox sh\n/bin/busybox echo it works\n/bin/busybox reboot -f\n' >"$root/init"
  chmod 755 "$root/init"
  (cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null) >"$2/kvm.cpio"
  timeout -s KILL "$kvm_patience" qemu-system-x86_64 -accel kvm -cpu host -m 512 -nodefaults -display none -no-reboot \
    -kernel "$1"/boot/vmlinuz-* -initrd "$2/kvm.cpio" -append "console=ttyS0 quiet panic=-1" \
    -serial "file:$2/kvm.log" 2>>"$2/kvm.log" </dev/null
  grep -q 'it works' "$2/kvm.log"
}

# Replaces this process by the machine. Its output and error output are this process's; p3 is a file, where the last
# line that begins with "exit" has the command's exit code.
run_machine() { # KERNEL-FOLDER RUN-FOLDER ACCELERATOR MEMORY-MIB SECONDS
  local cpu=host clock='' cores
  # Emulated time stamp counters are one and the same, which the kernel does not believe: it would read the HPET, and
  # each look at the time would stop the machine. Its timer works, but not in time where the machine outside is busy.
  [ "$3" = kvm ] || cpu=max clock="tsc=reliable no_timer_check"
  cores=$(nproc)
  exec nice -n 10 timeout --kill-after=5 "$5" qemu-system-x86_64 \
    -accel "$3$([ "$3" = kvm ] || echo ,thread=multi)" -cpu "$cpu" -smp "$((cores < 2 ? 1 : 2))" -m "$4" \
    -nodefaults -no-user-config -display none -no-reboot \
    -kernel "$1"/boot/vmlinuz-* -initrd "$2/initramfs.gz" -append "console=ttyS0 loglevel=4 panic=-1 mitigations=off $clock" \
    -serial "file:$2/console" \
    -drive "if=virtio,format=raw,cache=unsafe,file=$(escaped "$2/scratch")" \
    -virtfs "local,path=/,mount_tag=root,security_model=none,multidevs=remap,readonly=on" \
    -virtfs "local,path=$(escaped "${mignet_root:?}"),mount_tag=repository,security_model=none,multidevs=remap" \
    -device virtio-serial \
    -add-fd fd=11,set=1 -chardev file,id=output,path=/dev/fdset/1,append=on -device virtserialport,nr=1,chardev=output,name=output \
    -add-fd fd=12,set=2 -chardev file,id=errors,path=/dev/fdset/2,append=on -device virtserialport,nr=2,chardev=errors,name=errors \
    -chardev "file,id=result,path=$(escaped "$2/result")" -device virtserialport,nr=3,chardev=result,name=result </dev/null 11>&1 12>&2
}

# QEMU's options end at a comma, a doubled one stands for itself.
escaped() { # TEXT
  printf '%s\n' "${1//,/,,}"
}
