package dev.mignet.nodes.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test makes namespaces and the like: without root it is skipped, saying so; with {@code
 * MIGNET_REQUIRE_ROOT=1} in the environment (where skipping would hide something) it fails instead.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({RootCondition.class, Patience.class})
public @interface RequiresRoot {}
