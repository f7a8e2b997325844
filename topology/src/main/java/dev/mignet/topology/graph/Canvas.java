package dev.mignet.topology.graph;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes SVG, element by element, each on a line of its own. */
final class Canvas {

  private static final String SVG = "http://www.w3.org/2000/svg";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  /** A picture of this size with a title. */
  Canvas(double width, double height, String title) {
    try {
      xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartElement("svg");
      xml.writeDefaultNamespace(SVG);
      attributes(
          "width", number(width),
          "height", number(height),
          "viewBox", "0 0 " + number(width) + ' ' + number(height),
          "role", "img",
          "font-family", "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif",
          "fill", "none",
          "stroke-linejoin", "round");
      newLine();
      words("title", title);
      element("rect", "width", "100%", "height", "100%", "fill", "white");
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // a string takes everything
    }
  }

  /** The whole text. */
  String finish() {
    try {
      xml.writeEndElement();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  /** An element with attributes, names and values by turns. */
  void element(String name, String... attributes) {
    try {
      xml.writeEmptyElement(name);
      attributes(attributes);
      newLine();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An element with text. */
  void words(String name, String words, String... attributes) {
    try {
      xml.writeStartElement(name);
      attributes(attributes);
      xml.writeCharacters(words);
      xml.writeEndElement();
      newLine();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  private void newLine() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  /** With as many digits as a printer can show. */
  static String number(double value) {
    String digits = String.format(Locale.ROOT, "%.1f", value);
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }
}
