package org.vibrissa.policy.internal.rule;

/** What a rule may name as protocol, with its number in the IP header. */
public enum Protocol {
    /** Whatever protocol, also those without ports. */
    ALL(0),
    ICMP(1),
    IGMP(2),
    TCP(6),
    UDP(17),
    ICMPV6(58),
    VRRP(112),
    SCTP(132);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
