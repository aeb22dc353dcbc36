package org.vibrissa.ipam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.state.InvalidResource;

class PoolSpecTest {
    private static PoolSpec decode(String json) {
        try {
            return PoolSpec.decode(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    @Test
    void fillsInGatewaysAndQuarantine() {
        PoolSpec spec = decode("{'cidrs': ['10.1.0.0/24', 'fd00::/64', '10.9.0.0/31']}");
        assertEquals("[/10.1.0.1, /fd00:0:0:0:0:0:0:1, /10.9.0.0]", spec.gateways().toString());
        assertEquals(Duration.ofSeconds(30), spec.quarantine());
        PoolSpec given =
                decode(
                        "{'cidrs': ['10.1.0.0/24', 'fd00::/64'], 'gateways': ['10.1.0.254'],"
                                + " 'quarantine': 0}");
        assertEquals("[/10.1.0.254, /fd00:0:0:0:0:0:0:1]", given.gateways().toString());
        assertEquals(Duration.ZERO, given.quarantine());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.0 | is the network address of 10.1.0.0/24",
                "10.1.0.255 | is the broadcast address of 10.1.0.0/24",
                "10.1.0.1 | is a gateway of the pool",
                "10.1.0.17 | is reserved by 10.1.0.16/28",
                "10.2.0.1 | is in none of the pool's networks",
                "fd00:: | is the network address of fd00::/64",
                "10.1.0.2 | ''",
                "fd00::ffff:ffff:ffff:ffff | ''",
            })
    void saysWhyAnAddressIsNeverHandedOut(String address, String why) {
        PoolSpec spec =
                decode("{'cidrs': ['10.1.0.0/24', 'fd00::/64'], 'reserved': ['10.1.0.16/28']}");
        assertEquals(
                why.equals("''") ? "" : why, spec.whyNot(IpAddresses.parse(address)).orElse(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | spec.cidrs: needs at least one network",
                "{'ipv4': ['10.1.0.0/24']} | spec.ipv4: unknown field; known: cidrs, clusterPool,",
                "{'cidr': ['10.1.0.0/24']} | spec.cidr: unknown field; did you mean \"cidrs\"?",
                "[] | spec: must be a map, not a list",
                "{'cidrs': '10.1.0.0/24'} | spec.cidrs: must be a list, not the text",
                "{'cidrs': ['10.1.0.5/24']} | spec.cidrs[0]: 10.1.0.5/24 has host bits set",
                "{'cidrs': ['10.1.0.0/33']} | spec.cidrs[0]: prefix length",
                "{'cidrs': ['10.1.0.300/24']} | spec.cidrs[0]: not an IP address",
                "{'cidrs': ['0.0.0.0/0']} | spec.cidrs[0]: 0.0.0.0/0 is too large",
                "{'cidrs': ['127.0.0.0/8']} | spec.cidrs[0]: 127.0.0.0/8 has no addresses for",
                "{'cidrs': ['ff02::/64']} | spec.cidrs[0]: ff02::/64 has no addresses for",
                "{'cidrs': ['10.1.0.0/16', '10.1.3.0/24']}"
                        + " | spec.cidrs[1]: 10.1.3.0/24 overlaps 10.1.0.0/16 of this pool",
                "{'cidr': ['10.1.0.0/24'], 'cidrs': ['10.1.0.0/24']}"
                        + " | spec.cidr: unknown field; did you mean \"cidrs\"?",
                "{'cidrs': ['10.1.0.0/24'], 'gateways': ['10.2.0.1']}"
                        + " | spec.gateways[0]: 10.2.0.1 is in none of the pool's cidrs",
                "{'cidrs': ['10.1.0.0/24'], 'gateways': ['10.1.0.255']}"
                        + " | spec.gateways[0]: 10.1.0.255 is the network or broadcast address",
                "{'cidrs': ['10.1.0.0/24'], 'gateways': ['10.1.0.1', '10.1.0.2']}"
                        + " | spec.gateways[1]: 10.1.0.0/24 has a gateway already",
                "{'cidrs': ['10.1.0.0/24'], 'reserved': ['10.2.0.0/28']}"
                        + " | spec.reserved[0]: 10.2.0.0/28 is in none of the pool's cidrs",
                "{'cidrs': ['10.1.0.0/24'], 'quarantine': 30} | spec.quarantine: must be a text",
                "{'cidrs': ['10.1.0.0/24'], 'quarantine': '30x'}"
                        + " | spec.quarantine: is not a time span",
                "{'cidrs': ['10.1.0.0/24'], 'quarantine': '48h'}"
                        + " | spec.quarantine: must be at most 24h",
            })
    void refusesWithThePath(String json, String expected) {
        String message = assertThrows(InvalidResource.class, () -> decode(json)).getMessage();
        assertTrue(message.startsWith(expected), message);
    }
}
