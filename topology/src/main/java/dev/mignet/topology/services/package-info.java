/**
 * The kind of service that needs nothing but the user's own command. Others come from other
 * modules. Start reading at {@link dev.mignet.topology.services.ExecService}.
 */
@NullMarked
package dev.mignet.topology.services;

import org.jspecify.annotations.NullMarked;
