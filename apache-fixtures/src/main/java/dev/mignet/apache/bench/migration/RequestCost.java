package dev.mignet.apache.bench.migration;

import dev.mignet.apache.bench.Row;
import dev.mignet.apache.bench.Row.Unit;
import dev.mignet.apache.bench.Summary;
import dev.mignet.apache.bench.Wrk;
import dev.mignet.apache.bench.WrkResult;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the processors work for one request, on the whole: client, front-end, back-ends and kernel.
 * Of three sizes of file, on connections for one request and kept ones, by each contestant in turn.
 */
final class RequestCost {

  private static final double MOST_OF_SPLICING = 0.9;
  private static final double MOST_OF_DIRECT = 1.1;
  private static final double AS_MUCH = 1.0;

  /** A file that is fetched. */
  private enum Size {
    SMALL("1 KB", "class1/file0"),
    MEDIUM("50 KB", "class2/file4"),
    LARGE("0.9 MB", "class3/file8");

    private final String label;
    private final String file;

    Size(String label, String file) {
      this.label = label;
      this.file = file;
    }
  }

  /** One figure of the table. */
  private record Cell(Size size, boolean close, Contestant contestant) {
    String name() {
      return size.label + (close ? ", close, " : ", keep-alive, ") + contestant.label();
    }
  }

  private final int sizes;
  private final RunningLab plain;
  private final RunningLab lab;
  private final Map<Cell, List<Double>> micros = new HashMap<>();
  private final Map<Contestant, Long> disturbances = new EnumMap<>(Contestant.class);
  private long errors;

  /**
   * @param sizes how many, the smallest first
   * @param plain has neither daemons nor rules
   * @param lab has both
   */
  RequestCost(int sizes, RunningLab plain, RunningLab lab) {
    this.sizes = sizes;
    this.plain = plain;
    this.lab = lab;
  }

  /** Has the daemons' compilers see what is measured later. */
  void warmUp(int seconds) throws IOException, InterruptedException {
    for (Contestant contestant : Contestant.values()) {
      if (contestant.needsDaemons()) {
        new Wrk(lab, MigrationBenchmark.CLIENT, contestant.server())
            .run(contestant.path(Size.SMALL.file), true, seconds);
      }
    }
  }

  /** One window of each kind. */
  void measure(int windowSeconds) throws Exception {
    for (Cell cell : cells()) {
      Contestant contestant = cell.contestant();
      RunningLab where = contestant.needsDaemons() ? lab : plain;
      Wrk wrk = new Wrk(where, MigrationBenchmark.CLIENT, contestant.server());
      long disturbed = disturbances(where);
      double before = BusyTime.micros();
      WrkResult result = wrk.run(contestant.path(cell.size().file), cell.close(), windowSeconds);
      double busy = BusyTime.micros() - before;
      if (result.requests() == 0) {
        throw new LabException("no request was answered: " + cell.name());
      }
      disturbances.merge(contestant, disturbances(where) - disturbed, Long::sum);
      errors += result.errors();
      micros.computeIfAbsent(cell, any -> new ArrayList<>()).add(busy / result.requests());
    }
  }

  /** What back-ends have been told so far of segments that came twice or not in order. */
  private static long disturbances(RunningLab lab) throws Exception {
    long sum = 0;
    for (String node : lab.lab().endpoints().get(0).backEnds()) {
      TcpCounters counters = lab.inside(node, TcpCounters::read);
      sum +=
          counters.of("TCPDSACKRecv") + counters.of("TCPSACKReorder") + counters.of("TCPTSReorder");
    }
    return sum;
  }

  /** Requests that wrk calls errors. */
  long errors() {
    return errors;
  }

  /** The figures, once measured. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>(cells().stream().map(this::row).toList());
    // A response that waits in user space is overtaken by what comes behind it.
    disturbances.forEach(
        (contestant, count) ->
            rows.add(
                Row.of(
                    "DSACKs and reordering at back-ends, " + contestant.label(),
                    Unit.COUNT,
                    Summary.of(List.of((double) count)))));
    return rows;
  }

  private Row row(Cell cell) {
    Row row = plainRow(cell);
    return switch (cell.contestant()) {
      case UNMOVED -> {
        Row compared = compared(cell, Contestant.WITHOUT);
        boolean judged = cell.size() == Size.MEDIUM && !cell.close();
        yield judged ? compared.atMost(MOST_OF_DIRECT) : compared;
      }
      case MIGRATED -> migrated(cell);
      default -> row;
    };
  }

  private Row migrated(Cell cell) {
    if (cell.close()) {
      boolean large = cell.size() == Size.LARGE;
      return compared(cell, large ? Contestant.PROXY_SPLICE : Contestant.PROXY_CLOSE)
          .atMost(AS_MUCH);
    }
    Row compared = compared(cell, Contestant.PROXY_SPLICE);
    return cell.size() == Size.SMALL ? compared : compared.atMost(MOST_OF_SPLICING);
  }

  private Row compared(Cell cell, Contestant with) {
    return plainRow(cell)
        .comparedWith(plainRow(new Cell(cell.size(), cell.close(), with)), with.label());
  }

  private Row plainRow(Cell cell) {
    return Row.of(cell.name(), Unit.MICROSECONDS, Summary.of(micros.getOrDefault(cell, List.of())));
  }

  private List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Size size : Arrays.asList(Size.values()).subList(0, sizes)) {
      for (boolean close : new boolean[] {false, true}) {
        for (Contestant contestant : Contestant.values()) {
          cells.add(new Cell(size, close, contestant));
        }
      }
    }
    return cells;
  }
}
