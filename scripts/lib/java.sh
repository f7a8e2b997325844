# Finds a Java of release 17 or later. Sourced by the other scripts; sets nothing until a function is called.
# shellcheck shell=bash

java_release_at_least_17() { # HOME-OF-A-JAVA COMMAND
  local version='' line
  # The file `release` spares the start of a JVM, which is most of what a short command costs.
  if [ -r "$1/release" ]; then
    while read -r line; do
      case $line in JAVA_VERSION=*) version=$line ;; esac
    done <"$1/release"
  fi
  [ -n "$version" ] || version=$("$1/bin/$2" -version 2>&1) || return 1
  [[ $version =~ ([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 17 ]
}

# Sets java_home to that of the first Java that has the command ("java" or "javac"): JAVA_HOME, PATH, then /usr/lib/jvm.
# Without another process where it can be: each would be a tenth of what a short command takes.
find_java_home() { # COMMAND
  local command=$1 found='' home
  if hash "$command" 2>/dev/null; then
    found=${BASH_CMDS[$command]}
    for home in /usr/lib/jvm/*; do
      if [ "$found" -ef "$home/bin/$command" ]; then
        found=$home/bin/$command
        break
      fi
    done
    [[ $found == /usr/lib/jvm/* ]] || found=$(readlink -f "$found")
  fi
  for home in "${JAVA_HOME:-}" "${found%/bin/*}" /usr/lib/jvm/*; do
    if [ -n "$home" ] && [ -x "$home/bin/$command" ] && java_release_at_least_17 "$home" "$command"; then
      java_home=$home
      return 0
    fi
  done
  return 1
}
