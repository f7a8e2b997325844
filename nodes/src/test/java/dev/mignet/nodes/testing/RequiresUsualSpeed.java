package dev.mignet.nodes.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/**
 * The test asserts a rate or a time, which says nothing on a machine that asks for {@link
 * Patience}: there it is skipped.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfEnvironmentVariable(
    named = Patience.VARIABLE,
    matches = "[2-9]|\\d{2,}",
    disabledReason = "rates and times say nothing on a machine that asks for patience")
public @interface RequiresUsualSpeed {}
