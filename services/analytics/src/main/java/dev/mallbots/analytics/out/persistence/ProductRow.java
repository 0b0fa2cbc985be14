package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "product")
class ProductRow extends NamedRow {}
