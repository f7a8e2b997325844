package dev.mignet.tcpmig.daemon;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a daemon has done since it started. Owned by the packet loop's thread. */
final class Counters {
  long packets;
  long requests;
  long malformed;
  long started;
  long drained;
  long migrated;
  long imported;
  long rejected;
  long rejectedHere;
  long givenBack;
  long fellBack;
  long reset;
  long busy;
  long closed;
  long late;
  long recovered;

  /** The counters by name. */
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("packets", packets);
    all.put("requests_gone_by", requests);
    all.put("malformed", malformed);
    all.put("migrations_started", started);
    all.put("migrations_drained", drained);
    all.put("migrations_done", migrated);
    all.put("imports_done", imported);
    all.put("rejected_by_target", rejected);
    all.put("rejected_here", rejectedHere);
    all.put("given_back_by_target", givenBack);
    all.put("timed_out", fellBack);
    all.put("reset_by_policy", reset);
    all.put("not_quiescent", busy);
    all.put("closed", closed);
    all.put("late_messages", late);
    all.put("recovered", recovered);
    return all;
  }
}
