/**
 * What policies mean, said a second time: a slow evaluator that looks at one packet and every rule,
 * and a generator of random policies, peers and packets. Written apart from the engine, of which it
 * shares the model's records and nothing else, so that tests and benches can compare the two.
 */
package org.vibrissa.policy.reference;
