package org.vibrissa.flow.internal.names;

import static java.util.Map.entry;

import java.util.Map;

/**
 * Names of drop reasons as Hubble's clients and filters write them. Those below 128 are our own,
 * where Hubble has none.
 */
final class HubbleDropReasons {
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    entry(0, "DROP_REASON_UNKNOWN"),
                    entry(100, "PACKET_TOO_BIG"),
                    entry(110, "TUNNEL_OPTION"),
                    entry(111, "TUNNEL_ECN"),
                    entry(130, "INVALID_SOURCE_MAC"),
                    entry(131, "INVALID_DESTINATION_MAC"),
                    entry(132, "INVALID_SOURCE_IP"),
                    entry(133, "POLICY_DENIED"),
                    entry(134, "INVALID_PACKET_DROPPED"),
                    entry(135, "CT_TRUNCATED_OR_INVALID_HEADER"),
                    entry(136, "CT_MISSING_TCP_ACK_FLAG"),
                    entry(137, "CT_UNKNOWN_L4_PROTOCOL"),
                    entry(138, "CT_CANNOT_CREATE_ENTRY_FROM_PACKET"),
                    entry(139, "UNSUPPORTED_L3_PROTOCOL"),
                    entry(140, "MISSED_TAIL_CALL"),
                    entry(141, "ERROR_WRITING_TO_PACKET"),
                    entry(142, "UNKNOWN_L4_PROTOCOL"),
                    entry(143, "UNKNOWN_ICMPV4_CODE"),
                    entry(144, "UNKNOWN_ICMPV4_TYPE"),
                    entry(145, "UNKNOWN_ICMPV6_CODE"),
                    entry(146, "UNKNOWN_ICMPV6_TYPE"),
                    entry(147, "ERROR_RETRIEVING_TUNNEL_KEY"),
                    entry(148, "ERROR_RETRIEVING_TUNNEL_OPTIONS"),
                    entry(149, "INVALID_GENEVE_OPTION"),
                    entry(150, "UNKNOWN_L3_TARGET_ADDRESS"),
                    entry(151, "STALE_OR_UNROUTABLE_IP"),
                    entry(152, "NO_MATCHING_LOCAL_CONTAINER_FOUND"),
                    entry(153, "ERROR_WHILE_CORRECTING_L3_CHECKSUM"),
                    entry(154, "ERROR_WHILE_CORRECTING_L4_CHECKSUM"),
                    entry(155, "CT_MAP_INSERTION_FAILED"),
                    entry(156, "INVALID_IPV6_EXTENSION_HEADER"),
                    entry(157, "IP_FRAGMENTATION_NOT_SUPPORTED"),
                    entry(158, "SERVICE_BACKEND_NOT_FOUND"),
                    entry(160, "NO_TUNNEL_OR_ENCAPSULATION_ENDPOINT"),
                    entry(161, "FAILED_TO_INSERT_INTO_PROXYMAP"),
                    entry(162, "REACHED_EDT_RATE_LIMITING_DROP_HORIZON"),
                    entry(163, "UNKNOWN_CONNECTION_TRACKING_STATE"),
                    entry(164, "LOCAL_HOST_IS_UNREACHABLE"),
                    entry(165, "NO_CONFIGURATION_AVAILABLE_TO_PERFORM_POLICY_DECISION"),
                    entry(166, "UNSUPPORTED_L2_PROTOCOL"),
                    entry(167, "NO_MAPPING_FOR_NAT_MASQUERADE"),
                    entry(168, "UNSUPPORTED_PROTOCOL_FOR_NAT_MASQUERADE"),
                    entry(169, "FIB_LOOKUP_FAILED"),
                    entry(170, "ENCAPSULATION_TRAFFIC_IS_PROHIBITED"),
                    entry(171, "INVALID_IDENTITY"),
                    entry(172, "UNKNOWN_SENDER"),
                    entry(173, "NAT_NOT_NEEDED"),
                    entry(174, "IS_A_CLUSTERIP"),
                    entry(175, "FIRST_LOGICAL_DATAGRAM_FRAGMENT_NOT_FOUND"),
                    entry(176, "FORBIDDEN_ICMPV6_MESSAGE"),
                    entry(177, "DENIED_BY_LB_SRC_RANGE_CHECK"),
                    entry(178, "SOCKET_LOOKUP_FAILED"),
                    entry(179, "SOCKET_ASSIGN_FAILED"),
                    entry(180, "PROXY_REDIRECTION_NOT_SUPPORTED_FOR_PROTOCOL"),
                    entry(181, "POLICY_DENY"),
                    entry(182, "VLAN_FILTERED"),
                    entry(183, "INVALID_VNI"),
                    entry(184, "INVALID_TC_BUFFER"),
                    entry(185, "NO_SID"),
                    entry(186, "MISSING_SRV6_STATE"),
                    entry(187, "NAT46"),
                    entry(188, "NAT64"),
                    entry(189, "AUTH_REQUIRED"),
                    entry(190, "CT_NO_MAP_FOUND"),
                    entry(191, "SNAT_NO_MAP_FOUND"),
                    entry(192, "INVALID_CLUSTER_ID"),
                    entry(193, "UNSUPPORTED_PROTOCOL_FOR_DSR_ENCAP"),
                    entry(194, "NO_EGRESS_GATEWAY"),
                    entry(195, "UNENCRYPTED_TRAFFIC"),
                    entry(196, "TTL_EXCEEDED"),
                    entry(197, "NO_NODE_ID"),
                    entry(198, "DROP_RATE_LIMITED"),
                    entry(199, "IGMP_HANDLED"),
                    entry(200, "IGMP_SUBSCRIBED"),
                    entry(201, "MULTICAST_HANDLED"),
                    entry(202, "DROP_HOST_NOT_READY"),
                    entry(203, "DROP_EP_NOT_READY"),
                    entry(204, "DROP_NO_EGRESS_IP"),
                    entry(205, "DROP_PUNT_PROXY"));

    private HubbleDropReasons() {}

    /** {@code REASON_250} for a number without a name. */
    static String name(int number) {
        String name = NAMES.get(number);
        return name == null ? "REASON_" + number : name;
    }
}
