/** Who shall serve a request: {@link dev.mignet.tcpmig.policy.Policy}, supplied by the user. */
@NullMarked
package dev.mignet.tcpmig.policy;

import org.jspecify.annotations.NullMarked;
