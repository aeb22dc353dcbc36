package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.TableWriter;
import org.vibrissa.state.internal.table.LiveTables;

final class AddressesTest {
    private final LiveTables tables = new LiveTables();
    private final Addresses addresses = new Addresses(tables);

    private void local(String namespace, String name, String... texts) {
        ResourceKey key = new ResourceKey("Endpoint", namespace, name);
        LocalEndpoint endpoint =
                new LocalEndpoint(
                        key,
                        name,
                        1,
                        EndpointForm.NETNS,
                        new TreeMap<>(),
                        300,
                        "lxc1",
                        1,
                        MacAddress.ZERO,
                        Arrays.stream(texts).map(IpAddresses::parse).toList());
        try (TableWriter<ResourceKey, LocalEndpoint> writer =
                tables.writer(Endpoints.TABLE, "test")) {
            writer.put(key, endpoint);
        }
    }

    private void remote(String name, String address) {
        try (TableWriter<RemoteEndpoint.Key, RemoteEndpoint> writer =
                tables.writer(RemoteEndpoint.TABLE, "test")) {
            writer.update(
                    Map.of(
                            new RemoteEndpoint.Key("fleet", IpAddresses.parse(address)),
                            RemoteEndpoint.of(name, "host-b")),
                    List.of());
        }
    }

    private List<String> of(String text) {
        return addresses.of(text).stream().map(IpPrefix::toString).sorted().toList();
    }

    private String refusal(String text) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> addresses.of(text))
                        .getMessage());
    }

    @Test
    void addressesAndPrefixesAreThemselves() {
        assertEquals(List.of("10.0.0.1/32"), of("10.0.0.1"));
        assertEquals(List.of("fd00::/64"), of("fd00::/64"));
    }

    @Test
    void namesMeanAllAddressesOfAnEndpoint() {
        local("default", "xwing", "10.0.0.7", "fd00::7");
        remote("default/deathstar", "10.1.0.9");

        assertEquals(List.of("10.0.0.7/32", "fd00::7/128"), of("xwing"));
        assertEquals(List.of("10.1.0.9/32"), of("default/deathstar"));
    }

    @Test
    void nameThatLooksLikeHexIsAName() {
        local("default", "cafe", "10.0.0.8");

        assertEquals(List.of("10.0.0.8/32"), of("cafe"));
    }

    @Test
    void refusesWhatNobodyIs() {
        assertTrue(refusal("nobody").contains("no address, prefix or endpoint"));
        assertTrue(refusal("10.0.0.999").contains("10.0.0.999"));
        assertTrue(refusal("10.0.0.1/40").contains("40"));
    }

    @Test
    void refusesANameThatSeveralHave() {
        local("default", "xwing", "10.0.0.7");
        remote("rebels/xwing", "10.1.0.7");

        assertEquals(
                "several endpoints are named \"xwing\": default/xwing, rebels/xwing",
                refusal("xwing"));
    }

    @Test
    void refusesOneWithoutAnAddress() {
        local("default", "web");

        assertTrue(refusal("web").contains("no address of its own"));
    }
}
