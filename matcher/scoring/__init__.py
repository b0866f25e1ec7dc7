"""From similarities of items to scores of profiles: arrays in, arrays out."""
