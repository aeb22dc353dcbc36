package org.vibrissa.node.internal.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.InvalidResource;

class NodeSpecTest {
    @Test
    void readsAllFields() {
        NodeSpec spec =
                NodeSpec.decode(
                        Specs.json(
                                "{'addresses': ['192.0.2.2', '2001:db8::2'],"
                                        + " 'prefixes': ['10.2.0.0/24'],"
                                        + " 'fleet': {'address': '192.0.2.2:4243'},"
                                        + " 'health': {'addresses': ['10.2.0.9']},"
                                        + " 'vtep': {'mac': '02:00:00:00:00:07'}}"));
        assertEquals(2, spec.addresses().size());
        assertEquals(IpPrefix.parse("10.2.0.0/24"), spec.prefixes().get(0));
        assertEquals("192.0.2.2:4243", spec.fleetAddress().orElseThrow());
        assertEquals("10.2.0.9", spec.healthAddresses().get(0).getHostAddress());
        assertEquals("02:00:00:00:00:07", spec.vtepMac().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                          | spec.addresses
                    {'addresses': []}                                           | spec.addresses
                    {'addresses': '192.0.2.2'}                                  | spec.addresses
                    {'address': ['192.0.2.2']}                                  | spec.address
                    {'addresses': ['192.0.2.256']}                              | spec.addresses[0]
                    {'addresses': ['127.0.0.1']}                                | spec.addresses[0]
                    {'addresses': ['224.0.0.1']}                                | spec.addresses[0]
                    {'addresses': ['0.0.0.0']}                                  | spec.addresses[0]
                    {'addresses': ['240.0.0.1']}                                | spec.addresses[0]
                    {'addresses': ['fe80::1']}                                  | spec.addresses[0]
                    {'addresses': ['192.0.2.2', '192.0.2.3']}                   | spec.addresses[1]
                    {'addresses': ['2001:db8::1', '2001:db8::2']}               | spec.addresses[1]
                    {'addresses': ['192.0.2.2'], 'prefixes': ['10.2.0.1/24']}   | spec.prefixes[0]
                    {'addresses': ['192.0.2.2'], 'prefixes': ['0.0.0.0/0']}     | spec.prefixes[0]
                    {'addresses': ['192.0.2.2'], 'prefixes': ['::/8']}          | spec.prefixes[0]
                    {'addresses': ['192.0.2.2'], 'prefixes': ['169.254.0.0/16']} | spec.prefixes[0]
                    {'addresses': ['192.0.2.2'], 'prefixes': ['10.0.0.0/16', '10.0.9.0/24']} | spec.prefixes[1]
                    {'addresses': ['192.0.2.2'], 'fleet': {'address': 'host'}}  | spec.fleet.address
                    {'addresses': ['192.0.2.2'], 'fleet': {'address': 'h:99999'}} | spec.fleet.address
                    {'addresses': ['192.0.2.2'], 'fleet': {'adress': 'h:1'}}    | spec.fleet.adress
                    {'addresses': ['192.0.2.2'], 'prefixes': ['10.2.0.0/24'], 'health': {'addresses': ['10.3.0.1']}} | spec.health.addresses[0]
                    {'addresses': ['192.0.2.2'], 'health': {'addresses': ['10.3.0.1']}} | spec.health.addresses[0]
                    {'addresses': ['192.0.2.2'], 'health': {'adresses': []}}    | spec.health.adresses
                    {'addresses': ['192.0.2.2'], 'vtep': {}}                    | spec.vtep.mac
                    {'addresses': ['192.0.2.2'], 'vtep': {'mac': '01:00:00:00:00:07'}} | spec.vtep.mac
                    {'addresses': ['192.0.2.2'], 'vtep': {'mac': '00:00:00:00:00:00'}} | spec.vtep.mac
                    """)
    void refuses(String json, String path) {
        InvalidResource problem =
                assertThrows(InvalidResource.class, () -> NodeSpec.decode(Specs.json(json)));
        assertEquals(path, problem.path(), problem.getMessage());
    }

    @Test
    void namesTheNearestField() {
        InvalidResource problem =
                assertThrows(
                        InvalidResource.class,
                        () ->
                                NodeSpec.decode(
                                        Specs.json("{'addresses': ['192.0.2.2'], 'prefix': []}")));
        assertTrue(problem.getMessage().contains("did you mean \"prefixes\"?"));
    }

    @Test
    void numbersAreTheSameOnEveryHost() {
        // The first four bytes of SHA-256("host-b").
        assertEquals(NodeIds.of("host-b"), NodeIds.of("host-b"));
        assertEquals(
                0xba7816bf, NodeIds.of("abc"), "the well-known digest of \"abc\" begins ba7816bf");
    }
}
