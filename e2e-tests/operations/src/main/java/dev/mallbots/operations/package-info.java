/** Tools for operators. They are clients of the gateway, and know of a mall only its address and a token. */
package dev.mallbots.operations;
