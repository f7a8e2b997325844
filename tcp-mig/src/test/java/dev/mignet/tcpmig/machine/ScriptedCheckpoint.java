package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.san.SanMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as a line of a script, {@code FROM:TO [acked N] [FIN] [DATA]}, with data as in
 * {@link ScriptedSegment}.
 */
final class ScriptedCheckpoint {
  private static final Pattern LINE =
      Pattern.compile("(\\d+):(\\d+)(?: acked (\\d+))?( FIN)?(?: (.*))?");

  private ScriptedCheckpoint() {}

  /** The message; its data are the payload, if there is one. */
  static SanMessage.Checkpoint message(long id, String line, byte @Nullable [] payload) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no checkpoint: " + line);
    }
    int start = Integer.parseInt(parts.group(1));
    int length = Integer.parseInt(parts.group(2)) - start;
    int known = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    byte[] data = payload != null ? payload : ScriptedSegment.data(length, parts.group(5));
    boolean fin = parts.group(4) != null;
    return new SanMessage.Checkpoint(id, TimeLine.FLOW, start, known, fin, data);
  }

  /** The line, without data. */
  static String line(Checkpoint checkpoint) {
    return Integer.toUnsignedString(checkpoint.start())
        + ":"
        + Integer.toUnsignedString(checkpoint.end())
        + (checkpoint.acknowledged() > 0 ? " acked " + checkpoint.acknowledged() : "")
        + (checkpoint.fin() ? " FIN" : "");
  }
}
