package dev.mignet.topology.model;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.process.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node has of the machine, and what is charged for it.
 *
 * @param limits how much its processes together may use
 * @param disk what its services keep their files on; empty: the machine's own, in {@code /run}
 * @param chargeDaemon whether the migration daemon is one of these processes; empty: not said
 */
public record Resources(Limits limits, Optional<Disk> disk, Optional<Boolean> chargeDaemon) {

  /** Nothing is limited. */
  public static final Resources NONE =
      new Resources(Limits.NONE, Optional.empty(), Optional.empty());

  /** These, and where they are silent, those below. */
  public Resources over(Resources below) {
    return new Resources(
        limits.over(below.limits),
        disk.or(() -> below.disk),
        chargeDaemon.or(() -> below.chargeDaemon));
  }

  /** For people, as a topology writes them: {@code cpu 25 %}. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>(limits.texts());
    disk.ifPresent(value -> texts.addAll(value.texts()));
    if (!chargesDaemon()) {
      texts.add("charge-daemon false");
    }
    return texts;
  }

  /** Whether the migration daemon is charged to the node; unless the file says otherwise. */
  public boolean chargesDaemon() {
    return chargeDaemon.orElse(true);
  }
}
