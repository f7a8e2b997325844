package dev.mignet.apache.trace;

import dev.mignet.apache.trace.Ladder.Arrow;
import dev.mignet.apache.trace.Ladder.Fold;
import dev.mignet.apache.trace.Ladder.Kind;
import dev.mignet.apache.trace.Ladder.Row;
import java.util.ArrayList;
import java.util.List;

/** Shortens long runs of packets, such as a download's, between which nothing else happens. */
final class Folding {

  /** So many rows of a run stay at its beginning, and at its end. */
  private static final int KEPT = 4;

  private Folding() {}

  /** The same rows, with a line in place of the middle of each long run. */
  static List<Row> of(List<Row> rows) {
    List<Row> folded = new ArrayList<>();
    List<Row> run = new ArrayList<>();
    for (Row row : rows) {
      if (row instanceof Arrow arrow && arrow.kind() != Kind.MESSAGE) {
        run.add(row);
      } else {
        flush(run, folded);
        folded.add(row);
      }
    }
    flush(run, folded);
    return folded;
  }

  private static void flush(List<Row> run, List<Row> folded) {
    int left = run.size() - 2 * KEPT;
    if (left <= 1) {
      folded.addAll(run);
    } else {
      List<Row> middle = run.subList(KEPT, run.size() - KEPT);
      long requests = middle.stream().filter(row -> ((Arrow) row).kind() == Kind.REQUEST).count();
      String text =
          "%d packets of the client, %d of the server"
              .formatted(requests, middle.size() - requests);
      folded.addAll(run.subList(0, KEPT));
      folded.add(new Fold(middle.get(0).nanos(), text));
      folded.addAll(run.subList(run.size() - KEPT, run.size()));
    }
    run.clear();
  }
}
