package dev.mignet.tcpmig.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.policy.Placement;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.tcpmig.testing.Fuzzer;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that was damaged never keeps a daemon from starting. */
class JournalFuzzTest {
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);
  private static final int NODES = 15;
  private static final CheckpointMemory MEMORY = new CheckpointMemory(1 << 20);

  private final Initiator initiator =
      new Initiator(
          1,
          Protocol.HTTP,
          Variant.BACK_END,
          (method, target) -> Placement.STAY,
          MEMORY,
          new MigrationIds(1));
  private final Target target =
      new Target(1, Protocol.HTTP, id -> id % 2 == 0, MEMORY, new Guests(NODES));
  private int recovered;

  @TempDir Path folder;

  @Test
  void of_400_000_notes_each_is_recovered_to_a_state_that_it_can_have_or_is_no_note() {
    Fuzzer.run("journal notes", 400_000, JournalFuzzTest::note, this::recover);
    assertThat(recovered).isGreaterThan(100_000);
  }

  @Test
  void of_100_files_each_is_opened_and_can_be_written() {
    Fuzzer.run("journal files", 100, this::file, this::open);
  }

  private static byte[] note(SplittableRandom random) {
    if (random.nextInt(20) == 0) {
      return Fuzzer.noise(JournalNote.SIZE, random);
    }
    ByteBuffer note = ByteBuffer.allocate(JournalNote.SIZE);
    JournalNote.write(note, 0, connection(random));
    return Arrays.copyOf(Fuzzer.mutated(note.array(), random), JournalNote.SIZE);
  }

  private static Connection connection(SplittableRandom random) {
    ConnectionState[] states = ConnectionState.values();
    Connection connection = new Connection(FLOW, random.nextInt(1000));
    connection.enter(states[random.nextInt(states.length)]);
    connection.setPeer(1 + random.nextInt(NODES));
    connection.setImported(1 + random.nextInt(NODES), random.nextLong());
    connection.setPlace(random.nextInt(NODES + 1), random.nextInt(0x10000));
    connection.setMigration(
        new SanMessage.Syn(
            random.nextLong(),
            FLOW,
            1000,
            1001,
            5001,
            64,
            7,
            8,
            2,
            1,
            random.nextInt(NODES + 1),
            1460,
            7,
            8,
            true,
            true,
            false,
            1));
    if (random.nextBoolean()) {
      connection.rememberPlace();
      connection.enter(ConnectionState.IMPORTING);
    }
    return connection;
  }

  /** As the daemon does when it starts. */
  private void recover(byte[] input) {
    ByteBuffer note = ByteBuffer.wrap(Arrays.copyOf(input, JournalNote.SIZE));
    if (JournalNote.isFree(note, 0)) {
      return;
    }
    Connection connection = JournalNote.read(note);
    recovered++;
    check(isNode(connection.peer()) && isNode(connection.home()), connection);
    check(isNode(connection.importedFrom()) && isNode(connection.peerBefore()), connection);
    SocketReport socket = new SocketReport().set(SocketReport.ESTABLISHED, 0, 0, 0, 0, 0);
    Decision decision =
        switch (connection.state()) {
          case DRAINING, CHECKING, WAIT, SHIPPING, FORWARD, RELAY ->
              initiator.recovered(connection, 5);
          case IMPORTING, LOCAL -> target.recovered(connection, socket, 5);
        };
    connection.enter(decision.next());
    SanMessage.Syn migration = connection.migration();
    boolean givenBack = migration == null && connection.state() == ConnectionState.IMPORTING;
    check(givenBack || connection.lastMigration().mss() >= 0, connection);
    ByteBuffer again = ByteBuffer.allocate(JournalNote.SIZE);
    JournalNote.write(again, 0, connection);
    check(!JournalNote.isFree(again, 0), connection);
  }

  private static boolean isNode(int number) {
    return number >= 0 && number <= NODES;
  }

  private static void check(boolean right, Connection connection) {
    if (!right) {
      throw new AssertionError(
          connection.state() + " with peer " + connection.peer() + ", home " + connection.home());
    }
  }

  /** The beginning of a journal with one note, damaged. */
  private byte[] file(SplittableRandom random) {
    Path path = folder.resolve("good");
    try {
      Files.deleteIfExists(path);
      Journal journal = Journal.open(path, 42);
      Connection connection = connection(random);
      connection.setNote(Connection.NO_NOTE);
      journal.note(connection);
      try (var file = Files.newInputStream(path)) {
        return Fuzzer.mutated(file.readNBytes(64), random);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void open(byte[] input) throws IOException {
    Path path = folder.resolve("damaged");
    Files.write(path, input);
    Journal.open(path, 42).read();
    Journal journal = Journal.open(path, 42);
    int before = journal.read().size();
    Connection connection = new Connection(FLOW, 5);
    connection.enter(ConnectionState.FORWARD);
    connection.setPeer(2);
    journal.note(connection);
    check(Journal.open(path, 42).read().size() == before + 1, connection);
    Files.delete(path);
  }
}
