package org.vibrissa.node.internal.spec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.node.internal.modes.Accepted;
import org.vibrissa.node.internal.modes.FakePaths;
import org.vibrissa.node.internal.modes.ForwardModes;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.realise.FakeNet;
import org.vibrissa.node.internal.realise.HostAddresses;
import org.vibrissa.node.internal.realise.PeerTable;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.StoreView;

class KindsTest {
    @TempDir private Path folder;
    private GroupBook book;
    private NodeKind nodes;
    private PathGroupKind groups;

    @BeforeEach
    void hostA() {
        FakeNet net = new FakeNet();
        net.address(2, "192.0.2.1/24");
        book = GroupBook.in(folder.resolve("path-groups.json"), new FakePaths());
        Leaps leaps = new Leaps(new PeerTable(book), book);
        HostAddresses host = new HostAddresses(net.netlink(), FakeNet.attachments());
        nodes = new NodeKind(new Named("host-a"), host, leaps);
        groups = new PathGroupKind(new ForwardModes(), book, leaps);
    }

    @Test
    void acceptsAnotherHost() {
        Resource b = Specs.node("host-b", "192.0.2.2", "10.2.0.0/24");
        assertDoesNotThrow(() -> validate(b, Specs.view(b)));
    }

    @Test
    void refusesAnAddressThatIsOurOwn() {
        refused(
                Specs.node("host-b", "192.0.2.1", "10.2.0.0/24"),
                "spec.addresses[0]",
                "this host's own");
    }

    @Test
    void refusesAnotherHostOfOurName() {
        refused(
                Specs.node("host-a", "192.0.2.9", "10.2.0.0/24"),
                "spec.addresses[0]",
                "two hosts must not share a name");
    }

    @Test
    void acceptsItsOwnDeclaration() {
        Resource a = Specs.node("host-a", "192.0.2.1", "10.1.0.0/24");
        Resource pool = Specs.resource("IpPool", "default", Map.of(), "{'cidrs': ['10.1.0.0/24']}");
        assertDoesNotThrow(() -> validate(a, Specs.view(a, pool)));
    }

    @Test
    void refusesAPrefixThatOverlapsAPoolOfOurs() {
        Resource pool = Specs.resource("IpPool", "default", Map.of(), "{'cidrs': ['10.2.0.0/16']}");
        refused(
                Specs.node("host-b", "192.0.2.2", "10.2.0.0/24"),
                "spec.prefixes[0]",
                "this host's pool default",
                pool);
    }

    @Test
    void refusesWhatAnotherNodeHas() {
        Resource c = Specs.node("host-c", "192.0.2.3", "10.3.0.0/24");
        refused(
                Specs.node("host-b", "192.0.2.3", "10.2.0.0/24"),
                "spec.addresses[0]",
                "the address of node host-c",
                c);
        refused(
                Specs.node("host-b", "192.0.2.2", "10.3.0.128/25"),
                "spec.prefixes[0]",
                "overlaps 10.3.0.0/24 of node host-c",
                c);
        refused(
                Specs.node("host-b", "192.0.2.2", "192.0.2.0/28"),
                "spec.prefixes[0]",
                "the underlay address of node host-c",
                c);
    }

    @Test
    void refusesAChangeOfAModeThatIsInForce() {
        book.accept("default", new Accepted("vxlan", 20, 50, 70));
        book.force("default", "vxlan");
        Resource geneve = group("default", "{'mode': 'geneve'}");
        InvalidResource refusal =
                assertThrows(
                        InvalidResource.class,
                        () ->
                                groups.validateUserChange(
                                        Optional.empty(),
                                        geneve,
                                        groups.decode(geneve.spec()),
                                        Specs.view(geneve)));
        assertEquals("spec.mode", refusal.path());
        assertTrue(
                refusal.getMessage().contains("vibrissa mode set default geneve"),
                refusal.getMessage());
    }

    @Test
    void takesDefaultAsTheGroupOfTheRest() {
        Resource selecting =
                group("default", "{'mode': 'vxlan', 'selector': {'nodes': ['host-b']}}");
        assertEquals("spec.selector", problem(selecting).path());
        assertEquals("spec.selector", problem(group("rack", "{'mode': 'vxlan'}")).path());
        Resource plain = group("default", "{'mode': 'native'}");
        assertDoesNotThrow(
                () -> groups.validate(plain, groups.decode(plain.spec()), Specs.view(plain)));
        InvalidResource kept =
                assertThrows(
                        InvalidResource.class, () -> groups.validateDelete(plain, Specs.view()));
        assertTrue(kept.getMessage().contains("cannot be deleted"), kept.getMessage());
    }

    @Test
    void namesTheNearestMode() {
        InvalidResource problem = problem(group("default", "{'mode': 'genive'}"));
        assertEquals("spec.mode", problem.path());
        assertTrue(problem.getMessage().contains("did you mean \"geneve\"?"));
    }

    private InvalidResource problem(Resource group) {
        return assertThrows(
                InvalidResource.class,
                () -> groups.validate(group, groups.decode(group.spec()), Specs.view(group)));
    }

    private static Resource group(String name, String spec) {
        return Specs.resource(PathGroupKind.NAME, name, Map.of(), spec);
    }

    private void refused(Resource node, String path, String words, Resource... others) {
        Resource[] all = new Resource[others.length + 1];
        all[0] = node;
        System.arraycopy(others, 0, all, 1, others.length);
        InvalidResource problem =
                assertThrows(InvalidResource.class, () -> validate(node, Specs.view(all)));
        assertEquals(path, problem.path());
        assertTrue(problem.getMessage().contains(words), problem.getMessage());
    }

    private void validate(Resource node, StoreView view) {
        nodes.validate(node, nodes.decode(node.spec()), view);
    }

    private record Named(String name) implements Node {
        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Path runDir() {
            return Path.of("/nonexistent");
        }

        @Override
        public Path stateDir() {
            return Path.of("/nonexistent");
        }

        @Override
        public Path bpfDir() {
            return Path.of("/nonexistent");
        }

        @Override
        public Path configDir() {
            return Path.of("/nonexistent");
        }
    }
}
