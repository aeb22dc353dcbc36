/^		count->rx_packets++;/a\
		if (ecn == VIB_ECN_CE)\
			count->rx_marked++;
