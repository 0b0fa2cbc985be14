package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "customer")
class CustomerRow extends NamedRow {}
