package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * What a daemon must know again when it was killed: the connections that have moved, or are moving,
 * and which migrations have brought one here. A file that is mapped into memory: a note costs no
 * system call, and the kernel keeps what a process has written there however it ends.
 *
 * <pre>
 *   0    u64 "MGNTJNL3"   8  u32 cluster: notes of another set of back-ends are worth nothing
 *   12   u32 places that have ever had a note: beyond them nothing was written, nor is read
 *   64   u64 each: ids of migrations that brought a connection here; the last 16,384 of each node
 *   then places of 128 bytes: see {@link JournalNote}
 * </pre>
 */
final class Journal {
  private static final long MAGIC = 0x4d474e544a4e4c33L;
  private static final int USED = 12;
  private static final int TAKEN = 64;
  private static final int NODES = 16;
  private static final int TAKEN_OF_A_NODE = 16_384;
  private static final int NOTES = TAKEN + NODES * TAKEN_OF_A_NODE * Long.BYTES;

  /** Connections beyond that are moved as well, but not remembered. */
  private static final int PLACES = 65_536;

  private static final int SIZE = NOTES + PLACES * JournalNote.SIZE;

  private final MappedByteBuffer file;
  private final Deque<Integer> freed = new ArrayDeque<>();

  private Journal(MappedByteBuffer file) {
    this.file = file;
  }

  /**
   * Opens the journal, or begins one where there is none, or one of another cluster. It takes up to
   * 10 MB, where it has been written.
   *
   * @param cluster what the numbers of the nodes mean
   */
  static Journal open(Path path, int cluster) throws IOException {
    Journal journal = new Journal(map(path));
    if (!journal.isOf(cluster)) {
      Files.delete(path);
      journal = new Journal(map(path));
      journal.file.putLong(0, MAGIC).putInt(8, cluster);
    }
    return journal;
  }

  private boolean isOf(int cluster) {
    int used = file.getInt(USED);
    return file.getLong(0) == MAGIC && file.getInt(8) == cluster && used >= 0 && used <= PLACES;
  }

  private static MappedByteBuffer map(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    }
  }

  /** All connections as they were noted last. Only before the first note. */
  List<Connection> read() {
    List<Connection> connections = new ArrayList<>();
    for (int place = 0; place < file.getInt(USED); place++) {
      int at = NOTES + place * JournalNote.SIZE;
      if (JournalNote.isFree(file, at)) {
        freed.add(place);
      } else {
        Connection connection = JournalNote.read(file.slice(at, JournalNote.SIZE));
        connection.setNote(place);
        connections.add(connection);
      }
    }
    return connections;
  }

  /** Notes where a connection stands now; one that has never moved needs none. */
  void note(Connection connection) {
    if (connection.state() == ConnectionState.LOCAL && connection.importedFrom() == 0) {
      forget(connection);
      return;
    }
    int place = connection.note();
    if (place == Connection.NO_NOTE) {
      place = freePlace();
      if (place == Connection.NO_NOTE) {
        return;
      }
      connection.setNote(place);
    }
    int at = NOTES + place * JournalNote.SIZE;
    if (JournalNote.isOutdated(file, at, connection)) {
      if (connection.state() == ConnectionState.LOCAL) {
        take(connection.importedBy());
      }
      JournalNote.write(file, at, connection);
    }
  }

  /** The connection is over. */
  void forget(Connection connection) {
    if (connection.note() != Connection.NO_NOTE) {
      JournalNote.free(file, NOTES + connection.note() * JournalNote.SIZE);
      freed.push(connection.note());
      connection.setNote(Connection.NO_NOTE);
    }
  }

  /** The migration with that id has brought its connection here. */
  private void take(long id) {
    file.putLong(placeOf(id), id);
  }

  /** Whether the migration with that id has brought its connection here. */
  boolean hasTaken(long id) {
    return file.getLong(placeOf(id)) == id;
  }

  /** Ids of a node are numbered consecutively ({@link MigrationIds}). */
  private static int placeOf(long id) {
    int node = (int) (id >>> 56) % NODES;
    int number = (int) id & (TAKEN_OF_A_NODE - 1);
    return TAKEN + (node * TAKEN_OF_A_NODE + number) * Long.BYTES;
  }

  private int freePlace() {
    if (!freed.isEmpty()) {
      return freed.pop();
    }
    int used = file.getInt(USED);
    if (used == PLACES) {
      return Connection.NO_NOTE;
    }
    file.putInt(USED, used + 1);
    return used;
  }
}
