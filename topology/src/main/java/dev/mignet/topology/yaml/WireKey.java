package dev.mignet.topology.yaml;

import dev.mignet.san.Impairments;
import dev.mignet.topology.model.OneWay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** What can be said of each direction of a wire; in the order in which it is told. */
public enum WireKey {
  /** Bits per second, a {@link Long}. */
  RATE("rate", Rate::parse),
  /** One way, a {@link Duration}, as jitter is. */
  DELAY("delay", WireQuantity::time),
  JITTER("jitter", WireQuantity::time),
  /** A {@link Double} from 0 to 1, as the next three are. */
  LOSS("loss", WireQuantity::share),
  DUPLICATE("duplicate", WireQuantity::share),
  REORDER("reorder", WireQuantity::share),
  CORRUPT("corrupt", WireQuantity::share),
  /** A {@link Boolean}. */
  STORE_AND_FORWARD("store-and-forward", WireQuantity::flag),
  /** An {@link Integer}. */
  QUEUE("queue", WireQuantity::packets);

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // method references
  private final Function<String, Object> parse;

  WireKey(String key, Function<String, Object> parse) {
    this.key = key;
    this.parse = parse;
  }

  /** As the file writes it. */
  public String key() {
    return key;
  }

  /** All, as the file writes them. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(WireKey::key).toList();
  }

  /** The one that the file writes so. */
  public static Optional<WireKey> find(String key) {
    return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
  }

  /**
   * The value that a text gives.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public Object parse(String text) {
    return parse.apply(text);
  }

  /** What the object says of them; reports what is wrong. */
  static Map<WireKey, Object> read(YamlObject object) {
    Map<WireKey, Object> values = new EnumMap<>(WireKey.class);
    for (WireKey known : values()) {
      object
          .get(known.key)
          .flatMap(value -> known.read(value))
          .ifPresent(parsed -> values.put(known, parsed));
    }
    return values;
  }

  private Optional<?> read(YamlValue value) {
    return this == STORE_AND_FORWARD ? value.flag() : value.parsed(parse);
  }

  /** What a direction has of these values. */
  public static OneWay oneWay(Map<WireKey, Object> values) {
    Long rate = (Long) values.get(RATE);
    Integer queue = (Integer) values.get(QUEUE);
    return new OneWay(
        rate == null ? OptionalLong.empty() : OptionalLong.of(rate),
        queue == null ? OptionalInt.empty() : OptionalInt.of(queue),
        new Impairments(
            (Duration) values.getOrDefault(DELAY, Duration.ZERO),
            (Duration) values.getOrDefault(JITTER, Duration.ZERO),
            (Double) values.getOrDefault(LOSS, 0.0),
            (Double) values.getOrDefault(DUPLICATE, 0.0),
            (Double) values.getOrDefault(REORDER, 0.0),
            (Double) values.getOrDefault(CORRUPT, 0.0),
            (Boolean) values.getOrDefault(STORE_AND_FORWARD, false)));
  }

  /** What a direction says, as {@link #oneWay} takes it. */
  public static Map<WireKey, Object> values(OneWay way) {
    Map<WireKey, Object> values = new EnumMap<>(WireKey.class);
    way.rate().ifPresent(rate -> values.put(RATE, rate));
    way.queue().ifPresent(queue -> values.put(QUEUE, queue));
    Impairments impairments = way.impairments();
    values.put(DELAY, impairments.delay());
    values.put(JITTER, impairments.jitter());
    values.put(LOSS, impairments.loss());
    values.put(DUPLICATE, impairments.duplicate());
    values.put(REORDER, impairments.reorder());
    values.put(CORRUPT, impairments.corrupt());
    values.put(STORE_AND_FORWARD, impairments.storeAndForward());
    return values;
  }

  /** Those of {@link #values} that are something. */
  static Map<WireKey, Object> said(OneWay way) {
    Map<WireKey, Object> said = values(way);
    said.values()
        .removeIf(value -> value.equals(Duration.ZERO) || value.equals(0.0) || value.equals(false));
    return said;
  }

  /** A value as the file gives it: a text, or true or false. */
  static Object written(Object value) {
    return value instanceof Boolean ? value : text(value);
  }

  /** A value as text, that {@link #parse} reads. */
  static String text(Object value) {
    if (value instanceof Long rate) {
      return Rate.text(rate);
    } else if (value instanceof Duration time) {
      return WireQuantity.text(time);
    } else if (value instanceof Double share) {
      return WireQuantity.text(share);
    }
    return value instanceof Boolean ? value.toString() : value + " packets";
  }

  /** What is wrong with values that are each in order. */
  public static Optional<String> problemOf(Impairments impairments) {
    boolean nothingToOvertake = impairments.delay().isZero() && impairments.jitter().isZero();
    return impairments.reorder() > 0 && nothingToOvertake
        ? Optional.of("reorder needs a delay: a share of the packets is sent without it")
        : Optional.empty();
  }

  /**
   * What a direction's profile does not have, such as {@code delay 10 ms}; as the file gives it.
   */
  public static List<String> texts(OneWay way) {
    List<String> texts = new ArrayList<>();
    way.rate().ifPresent(rate -> texts.add(RATE.key + ' ' + Rate.text(rate)));
    texts.addAll(texts(way.impairments()));
    way.queue().ifPresent(queue -> texts.add(QUEUE.key + ' ' + queue + " packets"));
    return texts;
  }

  /** Such as {@code delay 10 ms}, {@code loss 1 %}. */
  public static List<String> texts(Impairments impairments) {
    List<String> texts = new ArrayList<>();
    add(texts, DELAY, impairments.delay());
    add(texts, JITTER, impairments.jitter());
    add(texts, LOSS, impairments.loss());
    add(texts, DUPLICATE, impairments.duplicate());
    add(texts, REORDER, impairments.reorder());
    add(texts, CORRUPT, impairments.corrupt());
    if (impairments.storeAndForward()) {
      texts.add(STORE_AND_FORWARD.key);
    }
    return texts;
  }

  private static void add(List<String> texts, WireKey known, Duration time) {
    if (!time.isZero()) {
      texts.add(known.key + ' ' + WireQuantity.text(time));
    }
  }

  private static void add(List<String> texts, WireKey known, double share) {
    if (share > 0) {
      texts.add(known.key + ' ' + WireQuantity.text(share));
    }
  }
}
