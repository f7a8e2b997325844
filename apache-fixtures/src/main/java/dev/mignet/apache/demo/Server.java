package dev.mignet.apache.demo;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What serves on the back-ends: a kind of service, by its name in a topology. */
enum Server {
  /** The machine's Apache. */
  APACHE,
  /** A small server of the JDK, where there is no Apache. */
  EMBEDDED;

  @Override
  public String toString() { // as it stands in a topology
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the name from a command line. */
  static final class Converter implements ITypeConverter<Server> {
    @Override
    public Server convert(String key) {
      return Arrays.stream(values())
          .filter(server -> server.toString().equals(key))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException("not a server: \"" + key + "\"; apache or embedded"));
    }
  }
}
