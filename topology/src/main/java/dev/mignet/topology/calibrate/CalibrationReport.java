package dev.mignet.topology.calibrate;

import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Floor;
import dev.mignet.san.measure.Judgement;
import dev.mignet.topology.fidelity.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a lab's wires.
 *
 * @param linkEngine that impairs them; null where none is impaired
 * @param floors of this machine, by the packets that rates were measured with
 * @param fidelity whether the machine kept up meanwhile
 */
public record CalibrationReport(
    String lab,
    @Nullable String linkEngine,
    List<Floor> floors,
    List<DirectionFigures> directions,
    Verdict fidelity) {

  /**
   * Of one direction of a wire.
   *
   * @param from the end that sends, {@code NODE:INTERFACE} or {@code NETWORK:PORT}
   * @param to the end that receives
   */
  public record DirectionFigures(String from, String to, List<Figure> figures) {

    boolean isOff() {
      return figures.stream().anyMatch(figure -> figure.judgement() == Judgement.OFF);
    }
  }

  /** Whether a wire is not what the file says, and the machine does not explain it. */
  public boolean isOff() {
    return directions.stream().anyMatch(DirectionFigures::isOff);
  }
}
