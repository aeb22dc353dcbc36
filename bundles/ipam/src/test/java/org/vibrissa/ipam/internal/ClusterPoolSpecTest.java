package org.vibrissa.ipam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.state.InvalidResource;

class ClusterPoolSpecTest {
    private static ClusterPoolSpec decode(String json) throws JsonProcessingException {
        return ClusterPoolSpec.decode(new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    @Test
    void countsBlocksOfAllNetworks() throws JsonProcessingException {
        ClusterPoolSpec spec =
                decode(
                        "{'cidrs': ['10.0.0.0/16', '10.9.0.0/24', 'fd00::/112'],"
                                + " 'blockSize': {'ipv4': 26}}");
        assertEquals(1024 + 4 + 256, spec.blocks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | spec.cidrs: needs at least one network",
                "{'cidrs': ['10.1.0.0/24'], 'blockSize': {'ipv4': 20}}"
                        + " | spec.blockSize.ipv4: a block of /20 is wider than 10.1.0.0/24 of the",
                "{'cidrs': ['10.1.0.0/26']}"
                        + " | spec.blockSize.ipv4: a block of /24 is wider than 10.1.0.0/26 of the",
                "{'cidrs': ['10.0.0.0/8'], 'blockSize': {'ipv4': 28}}"
                        + " | spec.blockSize.ipv4: /28 makes 2^20 blocks of 10.0.0.0/8 and 65536",
                "{'cidrs': ['fd00::/64']}"
                        + " | spec.blockSize.ipv6: /120 makes 2^56 blocks of fd00::/64 and 65536",
                "{'cidrs': ['10.1.0.0/24'], 'blockSize': {'ipv6': 120}}"
                        + " | spec.blockSize.ipv6: the pool has no IPv6 network in spec.cidrs",
                "{'cidrs': ['10.1.0.0/24'], 'blockSize': {'ipv4': 31}} | spec.blockSize.ipv4: ",
                "{'cidrs': ['10.1.0.0/24'], 'blockSize': {'v4': 26}} | spec.blockSize.v4: unknown",
                "{'cidrs': ['10.1.0.0/24'], 'blockSize': 26} | spec.blockSize: must be a map",
                "{'cidrs': ['10.1.0.0/24'], 'gateways': ['10.1.0.9']} | spec.gateways: unknown",
                "{'cidrs': ['10.1.0.0/24'], 'reserved': ['10.2.0.0/28']}"
                        + " | spec.reserved[0]: 10.2.0.0/28 is in none of the pool's cidrs",
                "{'cidrs': ['10.1.0.0/24'], 'quarantine': '48h'}"
                        + " | spec.quarantine: must be at most 24h",
            })
    void refusesWithThePath(String json, String expected) {
        String message = assertThrows(InvalidResource.class, () -> decode(json)).getMessage();
        assertTrue(message.startsWith(expected), message);
    }
}
