variable "people" {
  description = "Path of the CSV file, with the columns `name`, `phone` and one for each group."
  type        = string
  default     = "people.csv"

  validation {
    condition     = length(csvdecode(file(var.people))) > 0
    error_message = "The file ${var.people} has nobody in it, so every group would be dropped."
  }
}

variable "region" {
  description = "Country of the numbers that are written without a country code, in the two letters of ISO 3166."
  type        = string
  default     = "US"

  validation {
    condition     = can(regex("^[A-Za-z]{2}$", var.region)) && upper(var.region) != "UK"
    error_message = "The region must be the two letters of a country in ISO 3166, such as \"US\". The United Kingdom is \"GB\"."
  }
}

variable "names" {
  description = "Names of groups in WhatsApp, by the heading of the column. Without one the heading is the name."
  type        = map(string)
  default     = {}
}

variable "retry" {
  description = "Any text. When it changes, the next apply tries to add those again who could not be added."
  type        = string
  default     = null
}

variable "remove_strangers" {
  description = "Whether whoever is in a group and not in the file is removed. The first apply with it only warns. The next plan shows them, and its apply removes them."
  type        = bool
  default     = false
}
