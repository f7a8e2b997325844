# Collects what report.awk prints into the table of test classes and kernels, and the reasons below it.
{
  class = $2
  if (!(class in known)) { known[class] = 1; order[++classes] = class; if (length(class) > width) width = length(class) }
  count[class, $1, $4]++; total[$1, $4]++; ran[class, $1] = 1; any[$1] = 1
  if ($4 != "passed" && $1 == "second") { reasons[++n] = $4 "  " class "." $3 "\n    " substr($5, 1, 300) }
}
function cell(class, kernel) {
  if (!((class, kernel) in ran)) return "-"
  return (count[class, kernel, "passed"] + 0) " / " (count[class, kernel, "failed"] + 0) " / " (count[class, kernel, "skipped"] + 0)
}
function sum(kernel) {
  return kernel in any ? (total[kernel, "passed"] + 0) " / " (total[kernel, "failed"] + 0) " / " (total[kernel, "skipped"] + 0) : "-"
}
END {
  form = "%-" width "s  %-22s  %s\n"
  print "passed / failed / skipped"
  printf form, "CLASS", here, second
  for (i = 1; i <= classes; i++) printf form, order[i], cell(order[i], "here"), cell(order[i], "second")
  printf form, "all", sum("here"), sum("second")
  for (i = 1; i <= n; i++) print (i == 1 ? "\n" : "") reasons[i]
}
