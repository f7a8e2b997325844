/** Tests of the model's values. */
@NullMarked
package dev.mignet.topology.model;

import org.jspecify.annotations.NullMarked;
