/**
 * From a YAML file to a valid {@link dev.mignet.topology.model.Lab}, or to every problem of the
 * file at once, each with its line and column. Start reading at {@link
 * dev.mignet.topology.yaml.InvalidTopologyException}.
 */
@NullMarked
package dev.mignet.topology.yaml;

import org.jspecify.annotations.NullMarked;
