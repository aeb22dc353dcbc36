package org.vibrissa.node.internal.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.InvalidResource;

class SelectionTest {
    private final Map<String, PathGroupSpec> groups = new TreeMap<>();

    @Test
    void takesTheRestIntoDefault() {
        assertEquals("default", groupOf("host-b", Map.of("rack", "b")));
        given("c", "'matchLabels': {'rack': 'c'}");
        assertEquals("default", groupOf("host-b", Map.of("rack", "b")));
    }

    @Test
    void prefersNamesToSubnetsToLabels() {
        given("by-label", "'matchLabels': {'rack': 'b'}");
        assertEquals("by-label", groupOf("host-b", Map.of("rack", "b", "row", "2")));
        given("by-more-labels", "'matchLabels': {'rack': 'b', 'row': '2'}");
        assertEquals("by-more-labels", groupOf("host-b", Map.of("rack", "b", "row", "2")));
        given("by-subnet", "'subnets': ['192.0.2.0/24']");
        assertEquals("by-subnet", groupOf("host-b", Map.of("rack", "b", "row", "2")));
        given("by-longer-subnet", "'subnets': ['10.0.0.0/8', '192.0.2.0/28']");
        assertEquals("by-longer-subnet", groupOf("host-b", Map.of("rack", "b")));
        given("by-name", "'nodes': ['host-b']");
        assertEquals("by-name", groupOf("host-b", Map.of("rack", "b")));
    }

    @Test
    void takesTheFirstOfEquals() {
        given("b", "'matchLabels': {'rack': 'b'}");
        given("a", "'matchLabels': {'rack': 'b'}");
        assertEquals("a", groupOf("host-b", Map.of("rack", "b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                  | spec.mode
                    {'mode': 7}                                         | spec.mode
                    {'mode': 'vxlan', 'selector': {}}                   | spec.selector
                    {'mode': 'vxlan', 'selector': {'nodes': ['a'], 'subnets': ['10.0.0.0/8']}} | spec.selector
                    {'mode': 'vxlan', 'selector': {'subnet': ['10.0.0.0/8']}} | spec.selector.subnet
                    {'mode': 'vxlan', 'selector': {'subnets': ['10.0.0.1/8']}} | spec.selector.subnets[0]
                    {'mode': 'vxlan', 'selector': {'matchLabels': ['a']}} | spec.selector.matchLabels
                    {'mode': 'vxlan', 'selector': {'matchLabels': {'a': 1}}} | spec.selector.matchLabels.a
                    {'mode': 'vxlan', 'selectors': {}}                  | spec.selectors
                    """)
    void refuses(String json, String path) {
        InvalidResource problem =
                assertThrows(InvalidResource.class, () -> PathGroupSpec.decode(Specs.json(json)));
        assertEquals(path, problem.path(), problem.getMessage());
    }

    private void given(String name, String selector) {
        groups.put(
                name,
                PathGroupSpec.decode(
                        Specs.json("{'mode': 'vxlan', 'selector': {" + selector + "}}")));
    }

    private String groupOf(String node, Map<String, String> labels) {
        return Selection.groupOf(node, labels, List.of(IpAddresses.parse("192.0.2.2")), groups);
    }
}
