package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.runtime.ReadyCheck;

class ReadinessTest {
    @Test
    void awaitsExpectedChecksThatAreNotRegistered() {
        Readiness readiness = new Readiness(List.of("A", "B"), () -> List.of(check("A", "")));
        assertEquals(Map.of("B", "not started"), readiness.pending());
    }

    @Test
    void awaitsEveryRegisteredCheck() {
        Readiness readiness = new Readiness(List.of(), () -> List.of(check("A", "loading")));
        assertEquals("A: loading", Readiness.line(readiness.pending()));
    }

    @Test
    void isReadyWhenAllAreMet() {
        Readiness readiness = new Readiness(List.of("A"), () -> List.of(check("A", "")));
        assertEquals(Map.of(), readiness.pending());
    }

    private static ReadyCheck check(String name, String pending) {
        return new ReadyCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> pending() {
                return pending.isEmpty() ? Optional.empty() : Optional.of(pending);
            }

            @Override
            public String summary() {
                return "OK";
            }
        };
    }
}
