/**
 * What a valid topology says, as values: every name resolved, every default filled in, every
 * address assigned. A value of this package cannot be nonsense; whoever holds one need not check
 * again. Start reading at {@link dev.mignet.topology.model.Lab}.
 */
@NullMarked
package dev.mignet.topology.model;

import org.jspecify.annotations.NullMarked;
