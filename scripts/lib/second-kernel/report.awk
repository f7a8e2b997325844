# From a JUnit XML report, of Surefire or of JUnit itself, to lines of kernel, class, test, outcome and reason.
function attribute(name) {
  return match($0, " " name "=\"[^\"]*\"") ? text(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)) : ""
}
function text(xml) {
  gsub(/&lt;/, "<", xml); gsub(/&gt;/, ">", xml); gsub(/&quot;/, "\"", xml); gsub(/&apos;/, "'", xml)
  gsub(/&#10;/, " ", xml); gsub(/&#9;|\t/, " ", xml); gsub(/&amp;/, "\\&", xml)
  return xml
}
function finish() {
  if (class != "") print kernel "\t" class "\t" name "\t" outcome "\t" reason
  class = ""
}
/<testcase / {
  finish()
  class = attribute("classname"); name = attribute("name"); outcome = "passed"; reason = ""
  sub(/.*\./, "", class)
}
class != "" && /<(failure|error|skipped)/ {
  outcome = /<skipped/ ? "skipped" : "failed"
  reason = attribute("message")
  if (reason == "" && match($0, /<!\[CDATA\[.*/)) {
    reason = substr($0, RSTART + 9)
    sub(/\]\]>.*/, "", reason)
  }
}
END { finish() }
