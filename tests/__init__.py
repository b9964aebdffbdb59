"""The tests of cnnlab: they mirror its rooms, and look at the whole house besides."""
