package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.Logger;
import org.vibrissa.launcher.log.ComponentLog;

class ComponentLogTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger components =
            new ComponentLog(recorder()).getLogger("components", Logger.class);

    @Test
    void saysWhyAComponentDidNotStartInOneLine() {
        components.error(
                "[Loader] : Error during instantiation",
                new ReflectiveOperationException(new IllegalStateException("no bpffs")));
        assertEquals("error [Loader] : Error during instantiation: no bpffs", lines.get(0));
        assertTrue(lines.get(1).startsWith("debug "), lines::toString);
    }

    @Test
    void tellsAReasonOnce() {
        RuntimeException reason = new IllegalStateException("no bpffs");
        components.error("[Loader] : Error", reason);
        components.error("[Inventory] : Error", reason);
        assertEquals(
                List.of(
                        "error [Loader] : Error: no bpffs",
                        "debug [Loader] : Error",
                        "debug [Inventory] : Error"),
                lines);
    }

    @Test
    void keepsWhatFollowsFromThatForDebug() {
        components.error("[Pipeline] : Error: Unable to get service for reference core");
        assertEquals(
                List.of("debug [Pipeline] : Error: Unable to get service for reference core"),
                lines);
    }

    @Test
    void putsEverydayWorkOneLevelDown() {
        components.warn("[X] : is odd");
        components.info("Started");
        components.debug("Found a reference");
        assertEquals(
                List.of("warn [X] : is odd", "debug Started", "trace Found a reference"), lines);
        assertTrue(components.isErrorEnabled());
    }

    private org.slf4j.Logger recorder() {
        return (org.slf4j.Logger)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {org.slf4j.Logger.class},
                        (proxy, method, arguments) -> {
                            if (method.getReturnType() == boolean.class) {
                                return true;
                            }
                            lines.add(method.getName() + " " + arguments[0]);
                            return null;
                        });
    }
}
