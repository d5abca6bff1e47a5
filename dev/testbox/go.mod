// The program inside every test image: see main.go.
module release-operator.test/testbox

go 1.26.0
