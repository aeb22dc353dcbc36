package org.vibrissa.endpoint.internal.realise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;

final class CgroupsTest {
    @TempDir private Path root;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(root.resolve("system.slice/web.service"));
        Files.createDirectories(root.resolve("user.slice/user-0.slice/user@0.service/app.scope"));
    }

    private Path find(String field, String value) {
        return new Cgroups(root)
                .find(
                        EndpointSpec.decode(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("kind", "cgroup")
                                        .put(field, value)));
    }

    @Test
    void findsUnitsWhereverTheyAre() {
        assertEquals(root.resolve("system.slice/web.service"), find("unit", "web.service"));
        assertEquals(root.resolve("system.slice"), find("unit", "system.slice"));
        assertEquals(
                root.resolve("user.slice/user-0.slice/user@0.service/app.scope"),
                find("unit", "app.scope"));
    }

    @Test
    void findsCgroupsByPath() {
        Path web = root.resolve("system.slice/web.service");
        assertEquals(web, find("cgroup", "system.slice/web.service"));
        assertEquals(web, find("cgroup", "/sys/fs/cgroup/system.slice/web.service"));
    }

    @Test
    void saysWhatIsNotThere() {
        assertTrue(
                assertThrows(NotYet.class, () -> find("unit", "db.service"))
                        .getMessage()
                        .contains("db.service"));
        assertThrows(NotYet.class, () -> find("cgroup", "x"));
    }

    @Test
    void tellsACgroupFromALaterOne() throws IOException {
        Path web = root.resolve("system.slice/web.service");
        Optional<Object> before = Cgroups.mark(web);
        Files.move(web, root.resolve("old"));
        assertEquals(Optional.empty(), Cgroups.mark(web));
        Files.createDirectory(web);
        assertNotEquals(before, Cgroups.mark(web));
    }
}
