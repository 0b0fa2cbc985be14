package dev.mallbots.search.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "product")
class ProductRow extends NamedRow {}
