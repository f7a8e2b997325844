/**
 * Pictures of a lab, as text. Start reading at {@link dev.mignet.topology.graph.Sketch}, what every
 * picture shows; {@link dev.mignet.topology.graph.Mermaid} and {@link
 * dev.mignet.topology.graph.Dot} write it down, {@link dev.mignet.topology.graph.Svg} has Graphviz
 * draw it.
 */
@NullMarked
package dev.mignet.topology.graph;

import org.jspecify.annotations.NullMarked;
